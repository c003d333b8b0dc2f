package io.vicinal.onnx.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** SHA-256 over all that a model's vectors depend on. */
final class Fingerprint {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    static String of(ModelFiles model) {
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            switch (model.graph()) {
                case Graph.InMemory memory -> part(digest, memory.onnx());
                case Graph.InFile file -> {
                    for (Path part : withWeights(file.path())) {
                        length(digest, Files.size(part));
                        Files.copy(part, out);
                    }
                }
            }
        } catch (IOException e) {
            throw new ModelException("The graph of '" + model.name() + "' cannot be read: " + e.getMessage() + ".", e);
        }
        part(digest, model.tokenizer());
        part(digest, JSON.writeValueAsString(model.profile()).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The graph, and the files that are named after it, as exporters name those of its weights ({@code model.onnx_data}). */
    private static List<Path> withWeights(Path graph) throws IOException {
        String name = graph.getFileName().toString();
        try (Stream<Path> files = Files.list(graph.toAbsolutePath().getParent())) {
            return files.filter(file -> file.getFileName().toString().startsWith(name) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private static void part(MessageDigest digest, byte[] bytes) {
        length(digest, bytes.length);
        digest.update(bytes);
    }

    /** Before each part, so that no two models give the same bytes in parts of other lengths. */
    private static void length(MessageDigest digest, long bytes) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes).array());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Fingerprint() {}
}
