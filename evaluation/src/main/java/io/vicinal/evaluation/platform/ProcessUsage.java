package io.vicinal.evaluation.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the kernel says of a process ({@code /proc}, so on Linux only).
 *
 * @param residentBytes in memory now ({@code VmRSS})
 * @param peakResidentBytes the most it ever had ({@code VmHWM})
 * @param cpu user and system time of all its threads since its start
 */
public record ProcessUsage(long residentBytes, long peakResidentBytes, Duration cpu) {

    public static Optional<ProcessUsage> of(ProcessHandle process) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            long resident = 0;
            long peak = 0;
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    resident = bytes(line);
                } else if (line.startsWith("VmHWM:")) {
                    peak = bytes(line);
                }
            }
            Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
            return Optional.of(new ProcessUsage(resident, peak, cpu));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@code "VmRSS:\t  123456 kB"}. */
    private static long bytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
}
