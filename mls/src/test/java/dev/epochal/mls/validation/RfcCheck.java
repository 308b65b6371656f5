package dev.epochal.mls.validation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Marks the test that shows a check refusing what breaks its rule and nothing else. [Provocations] fails a test that
/// doesn't provoke exactly the checks that it names.
@ExtendWith(Provocations.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RfcCheck {
    /// The checks.
    CheckId[] value();
}
