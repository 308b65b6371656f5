package dev.epochal.mls.validation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks the test that shows a check refusing what breaks its rule and nothing else.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RfcCheck {
    /// The checks.
    CheckId[] value();
}
