package io.vicinal.ingestion.parse;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** A service that is in the middle of a file: tells the process that reads it, and waits to be killed. */
final class Host {

    /** @param arguments the folder for files, and the file */
    public static void main(String[] arguments) throws Exception {
        FileProperties settings = new FileProperties(
                DataSize.ofMegabytes(100),
                10,
                10,
                1,
                DataSize.ofGigabytes(1),
                Duration.ofMinutes(5),
                10,
                Duration.ofMinutes(5),
                256,
                10,
                4,
                DataSize.ofMegabytes(64),
                null);
        Parsers parsers = new Parsers(settings, new Spool(Path.of(arguments[0])), new SimpleMeterRegistry());
        parsers.parse(Path.of(arguments[1]), "a.html").subscribe(answer -> System.out.println("answered"));
        List<ProcessHandle> children = List.of();
        while (children.isEmpty()) {
            Thread.sleep(20);
            children = ProcessHandle.current().children().toList();
        }
        System.out.println("child " + children.getFirst().pid());
        Thread.sleep(Duration.ofMinutes(5));
    }

    private Host() {}
}
