package io.vicinal.onnx.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A model in a folder: {@code model.onnx} or {@code onnx/model*.onnx}, {@code tokenizer.json}, and a description. */
final class ModelFolder {
    private final Path folder;

    ModelFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    ModelFiles read() {
        Path tokenizer = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(tokenizer)) {
            throw broken("expected tokenizer.json, and it is not there");
        }
        Path graph = graph();
        ModelProfile profile = profile();
        try {
            return new ModelFiles(
                    folder.getFileName().toString(), new Graph.InFile(graph), Files.readAllBytes(tokenizer), profile);
        } catch (IOException e) {
            throw new ModelException("The model folder " + folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private Path graph() {
        for (String name : List.of("model.onnx", "onnx/model.onnx")) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        List<Path> variants = variants();
        if (variants.size() == 1) {
            return variants.getFirst();
        }
        throw broken("expected model.onnx, onnx/model.onnx or one file onnx/model*.onnx, and found "
                + (variants.isEmpty()
                        ? "none"
                        : variants.stream().map(folder::relativize).toList()));
    }

    private List<Path> variants() {
        Path onnx = folder.resolve("onnx");
        if (!Files.isDirectory(onnx)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(onnx)) {
            return files.filter(file -> file.getFileName().toString().matches("model.*\\.onnx"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelException("The model folder " + onnx + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private ModelProfile profile() {
        JsonFolder files = new JsonFolder(folder);
        return files.has(VicinalModelFile.NAME)
                ? VicinalModelFile.read(files)
                : new SentenceTransformersFiles(files).read();
    }

    private ModelException broken(String sentence) {
        return new ModelException("The model folder " + folder + " is not whole: " + sentence + ".");
    }
}
