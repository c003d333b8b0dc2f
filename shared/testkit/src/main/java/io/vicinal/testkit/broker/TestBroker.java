package io.vicinal.testkit.broker;

/** A broker that tests may write to. Topics are not made by themselves. */
public interface TestBroker {
    /** host:port. */
    String bootstrapServers();
}
