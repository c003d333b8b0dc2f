package io.vicinal.testkit.broker;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives {@link TestBroker} parameters of tests, lifecycle methods and constructors the one broker of this run. It is shared:
 * take topic and group names of your own. A test that stops its broker starts a {@link StoppableBroker}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BrokerExtension.class)
public @interface WithBroker {}
