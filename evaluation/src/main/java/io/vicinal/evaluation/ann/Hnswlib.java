package io.vicinal.evaluation.ann;

import io.vicinal.contracts.json.Json;
import io.vicinal.evaluation.ann.Curve.Point;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The peer: hnswlib under Node.js, from npm's default registry, on the same vectors, one thread. */
record Hnswlib(Path work, PrintWriter err) {
    static final String PACKAGE = "hnswlib-node@3.0.0";
    static final int CONNECTIONS = 16;
    static final int CONSTRUCTION = 100;
    private static final String SCRIPT = "hnswlib-peer.js";
    private static final long INSTALL_MINUTES = 5;
    private static final long RUN_MINUTES = 30;

    /** What the script prints for each file of questions. */
    @SuppressWarnings("ArrayRecordComponent") // read from JSON, never compared
    private record Answer(double buildSeconds, List<Effort> efforts) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Effort(int ef, double queriesPerSecond, int[][] found) {}

    /** One curve for each of the questions; empty, with a sentence said, where the peer cannot be had. */
    Optional<List<Curve>> measure(VectorFile indexed, List<Questions> questions, List<Integer> efforts)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectories(work.resolve("npm"));
        if (!Files.isDirectory(folder.resolve("node_modules/hnswlib-node"))
                && !run(folder, INSTALL_MINUTES, "npm", "install", "--no-audit", "--no-fund", PACKAGE)) {
            err.println("hnswlib is left out: it is built by Node.js and npm, with a C++ compiler, and could not be ("
                    + folder.resolve("log.txt") + " says why).");
            err.flush();
            return Optional.empty();
        }
        try (InputStream script = Hnswlib.class.getResourceAsStream("/" + SCRIPT)) {
            if (script == null) {
                throw new IOException(SCRIPT + " is not on the class path");
            }
            Files.copy(script, folder.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
        }
        Path answers = folder.resolve("answers.jsonl");
        List<String> command = new ArrayList<>(List.of(
                "node",
                "--max-old-space-size=8192",
                SCRIPT,
                answers.toString(),
                Integer.toString(indexed.dimensions()),
                Integer.toString(CONNECTIONS),
                Integer.toString(CONSTRUCTION),
                efforts.stream().map(String::valueOf).collect(Collectors.joining(",")),
                indexed.path().toAbsolutePath().toString()));
        questions.forEach(
                asked -> command.add(asked.file().path().toAbsolutePath().toString()));
        if (!run(folder, RUN_MINUTES, command.toArray(String[]::new))) {
            err.println("hnswlib is left out: it failed (" + folder.resolve("log.txt") + " says why).");
            err.flush();
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(answers);
        List<Curve> curves = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Answer answer = Json.mapper().readValue(lines.get(i), Answer.class);
            Questions asked = questions.get(i);
            curves.add(new Curve(
                    "hnswlib",
                    answer.buildSeconds(),
                    answer.efforts().stream()
                            .map(effort -> new Point(
                                    effort.ef(), asked.recall(List.of(effort.found())), effort.queriesPerSecond()))
                            .toList()));
        }
        return Optional.of(curves);
    }

    private static boolean run(Path folder, long minutes, String... command) throws IOException, InterruptedException {
        File log = folder.resolve("log.txt").toFile();
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
        } catch (IOException notThere) {
            Files.writeString(log.toPath(), notThere.getMessage());
            return false;
        }
        try {
            return process.waitFor(minutes, TimeUnit.MINUTES) && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }
}
