package io.vicinal.broker;

import java.nio.file.Path;

/** A broker in a process of its own, to be killed. Ends with its parent. */
final class BrokerProcess {

    static void main(String[] args) throws InterruptedException {
        EmbeddedBroker.start(Path.of(args[0]), "127.0.0.1", Integer.parseInt(args[1]));
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        while (parent.isAlive()) {
            Thread.sleep(500);
        }
        Runtime.getRuntime().halt(1);
    }

    private BrokerProcess() {}
}
