package io.vicinal.onnx.model;

import java.nio.file.Path;

/** Where the ONNX graph is. */
public sealed interface Graph {
    /** In memory, read from the class path. */
    @SuppressWarnings("ArrayRecordComponent") // an identity, never compared
    record InMemory(byte[] onnx) implements Graph {}

    /** In a file, which may refer to weights in files beside it. */
    record InFile(Path path) implements Graph {}
}
