package dev.epochal.mls.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// Sees to it that a test marked with [RfcCheck] provokes each of the checks that it names, and no other.
public final class Provocations implements InvocationInterceptor {
    private static final ScopedValue<Set<CheckId>> SEEN = ScopedValue.newInstance();

    /// Notes that a refusal by this check was asked for and came.
    public static void note(CheckId check) {
        if (SEEN.isBound()) {
            SEEN.get().add(check);
        }
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Set<CheckId> seen = EnumSet.noneOf(CheckId.class);
        ScopedValue.where(SEEN, seen).call(invocation::proceed);
        RfcCheck named = method.getExecutable().getAnnotation(RfcCheck.class);
        assertThat(seen)
                .as("the checks that the test provoked")
                .containsExactlyInAnyOrderElementsOf(List.of(named.value()));
    }
}
