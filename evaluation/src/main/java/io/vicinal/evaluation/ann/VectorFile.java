package io.vicinal.evaluation.ann;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/** Vectors one after the other in a file, little-endian float32 and nothing else, so that any program reads them. */
record VectorFile(Path path, int dimensions, int count, MemorySegment mapped) {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static VectorFile open(Path path, int dimensions) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            long bytes = (long) dimensions * Float.BYTES;
            MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            return new VectorFile(path, dimensions, Math.toIntExact(channel.size() / bytes), mapped);
        }
    }

    float[] vector(int number) {
        float[] vector = new float[dimensions];
        MemorySegment.copy(mapped, FLOAT, (long) number * dimensions * Float.BYTES, vector, 0, dimensions);
        return vector;
    }

    List<float[]> vectors() {
        return IntStream.range(0, count).mapToObj(this::vector).toList();
    }

    /** Writes a file that is either whole or not there. */
    static final class Writer implements AutoCloseable {
        private final Path path;
        private final Path unfinished;
        private final FileChannel channel;
        private int count;

        Writer(Path path) throws IOException {
            this.path = path;
            this.unfinished = path.resolveSibling(path.getFileName() + ".part");
            this.channel = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        }

        int count() {
            return count;
        }

        void add(float[] vector) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            count++;
        }

        void finish() throws IOException {
            channel.close();
            Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
