package io.vicinal.retrieval.shard;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.json.FlexibleVector;
import io.vicinal.retrieval.vector.QuantisedVectorsFormat;
import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Lucene's codec with a collection's vector format: HNSW over float32, or over a quantised copy beside the float32 one.
 * The files are Lucene's own.
 */
final class ShardCodec {
    private static final int MAX_CONNECTIONS = 16;
    /** Twice the usual: a graph that takes twice as long to build needs a third of the effort for the same recall. */
    private static final int BEAM_WIDTH = 200;

    private static final int MERGE_WORKERS = 1;

    /**
     * Segments that a search for this many neighbours would read most of anyway have no graph and are scanned: some
     * 9,000 vectors. A scan of quantised vectors in a row is about as fast there as a walk through a graph, it misses
     * nothing, and the small segments of near-real-time refreshes cost no graph.
     */
    private static final int TINY_SEGMENT = 1000;

    static Codec of(VectorFormat format) {
        KnnVectorsFormat vectors = new AnyDimensions(lucene(format));
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return vectors;
            }
        };
    }

    private static KnnVectorsFormat lucene(VectorFormat format) {
        return switch (format) {
            case FLOAT32 ->
                new Lucene99HnswVectorsFormat(MAX_CONNECTIONS, BEAM_WIDTH, MERGE_WORKERS, null, TINY_SEGMENT);
            case INT8 -> quantised(ScalarEncoding.UNSIGNED_BYTE);
            case INT4 -> quantised(ScalarEncoding.PACKED_NIBBLE);
            case BINARY -> quantised(ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE);
        };
    }

    private static KnnVectorsFormat quantised(ScalarEncoding encoding) {
        return new QuantisedVectorsFormat(encoding, MAX_CONNECTIONS, BEAM_WIDTH, TINY_SEGMENT);
    }

    /** A format of Lucene's without its bound of 1,024 dimensions, which is a caution and no limit of the file format. */
    private static final class AnyDimensions extends KnnVectorsFormat {
        private final KnnVectorsFormat format;

        AnyDimensions(KnnVectorsFormat format) {
            super(format.getName());
            this.format = format;
        }

        @Override
        public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
            return format.fieldsWriter(state);
        }

        @Override
        public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
            return format.fieldsReader(state);
        }

        @Override
        public int getMaxDimensions(String field) {
            return FlexibleVector.MAX_DIMENSIONS;
        }
    }

    private ShardCodec() {}
}
