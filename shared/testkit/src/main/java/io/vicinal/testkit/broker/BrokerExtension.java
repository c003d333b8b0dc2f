package io.vicinal.testkit.broker;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the shared broker when it is first asked for, and stops it at the end of the run. */
final class BrokerExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(BrokerExtension.class))
                .computeIfAbsent(
                        TestBroker.class, _ -> Docker.isThere() ? new ContainerBroker() : StoppableBroker.start());
    }
}
