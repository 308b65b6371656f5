package dev.epochal.server;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands the one server that tests share to each that asks for a [RunningServer]: it starts at the first one, and ends
/// with the last of this Java machine. Who uses it must leave it healthy, and use users and groups of its own.
/// Who may do without asks for a [Supplier].
public final class SharedServer implements ParameterResolver {
    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(SharedServer.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == RunningServer.class || type == Supplier.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Supplier<RunningServer> server = () -> held(context).server;
        return parameter.getParameter().getType() == Supplier.class ? server : server.get();
    }

    /// Kept by the session: where several Java machines share the tests, each class is a run of its own with a root of
    /// its own.
    private static Held held(ExtensionContext context) {
        return context.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, OURS)
                .getOrComputeIfAbsent(Held.class, _ -> new Held(), Held.class);
    }

    /// Closed by JUnit at the end.
    private static final class Held implements AutoCloseable {
        private final RunningServer server = RunningServer.start(TestFolder.absent("shared-server"));

        @Override
        public void close() {
            server.close();
        }
    }
}
