package io.vicinal.retrieval.vector;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104ScalarQuantizedVectorsReader;
import org.apache.lucene.codecs.lucene104.Lucene104ScalarQuantizedVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99FlatVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * The files of Lucene's HNSW over quantised vectors, bit for bit, read and merged with {@link MappedScorers}. A segment
 * names the format that reads it, so this one has a name of its own; Lucene finds it as a service.
 */
public final class QuantisedVectorsFormat extends KnnVectorsFormat {
    private static final String NAME = "VicinalQuantised";

    private final Flat flat;
    private final int connections;
    private final int beamWidth;
    private final int tinySegment;

    /** For reading, as Lucene makes it: everything is said in the files. */
    public QuantisedVectorsFormat() {
        this(ScalarEncoding.UNSIGNED_BYTE, 16, 100, 0);
    }

    /**
     * @param connections of a node in the graph; twice as many at its ground level
     * @param beamWidth neighbours that are explored to connect a new node
     * @param tinySegment segments that a search for so many would read most of have no graph
     */
    public QuantisedVectorsFormat(ScalarEncoding encoding, int connections, int beamWidth, int tinySegment) {
        super(NAME);
        this.flat = new Flat(encoding);
        this.connections = connections;
        this.beamWidth = beamWidth;
        this.tinySegment = tinySegment;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return new Lucene99HnswVectorsWriter(
                state, connections, beamWidth, flat, flat.fieldsWriter(state), 1, null, tinySegment);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return new Lucene99HnswVectorsReader(state, flat.fieldsReader(state));
    }

    @Override
    public int getMaxDimensions(String field) {
        return flat.getMaxDimensions(field);
    }

    /** Vectors without a graph: float32 and their quantised copies. */
    private static final class Flat extends FlatVectorsFormat {
        private static final FlatVectorsFormat RAW =
                new Lucene99FlatVectorsFormat(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());
        private static final MappedScorers SCORERS = new MappedScorers();

        private final ScalarEncoding encoding;

        Flat(ScalarEncoding encoding) {
            super("VicinalQuantisedFlat");
            this.encoding = encoding;
        }

        @Override
        public FlatVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
            return new Lucene104ScalarQuantizedVectorsWriter(state, encoding, RAW.fieldsWriter(state), SCORERS);
        }

        @Override
        public FlatVectorsReader fieldsReader(SegmentReadState state) throws IOException {
            return new Lucene104ScalarQuantizedVectorsReader(state, RAW.fieldsReader(state), SCORERS);
        }

        @Override
        public int getMaxDimensions(String field) {
            return KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS;
        }
    }
}
