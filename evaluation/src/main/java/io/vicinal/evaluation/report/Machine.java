package io.vicinal.evaluation.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a measurement was taken on; numbers of different machines are not compared. */
public record Machine(String cpu, int cores, String os, String java) {

    public static Machine here() {
        return new Machine(
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + Runtime.version());
    }

    /** Linux says it in {@code /proc/cpuinfo}; elsewhere the architecture has to do. */
    private static String cpuModel() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try {
                for (String line : Files.readAllLines(info)) {
                    if (line.startsWith("model name")) {
                        return line.substring(line.indexOf(':') + 1).strip();
                    }
                }
            } catch (IOException e) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.arch");
    }

    @Override
    public String toString() {
        return cpu + ", " + cores + " cores, " + os + ", " + java;
    }
}
