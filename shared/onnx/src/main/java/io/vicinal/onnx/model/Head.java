package io.vicinal.onnx.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is made of a graph's output, for each kind of model. */
public sealed interface Head {
    ModelKind kind();

    /**
     * One vector a text.
     *
     * @param modules applied to the pooled vector one after the other, each reading as many features as the one before
     *     writes
     * @param normalised whether the model's makers scale its vectors to the length 1
     * @param matryoshkaDimensions the lengths to which its vectors may be cut; empty where its makers say nothing
     */
    record Dense(Pooling pooling, List<DenseModule> modules, boolean normalised, List<Integer> matryoshkaDimensions)
            implements Head {
        public Dense {
            modules = List.copyOf(modules);
            matryoshkaDimensions = List.copyOf(matryoshkaDimensions);
            DenseModule.checkChain(modules);
        }

        /** Without modules and Matryoshka dimensions. */
        public static Dense of(Pooling pooling) {
            return new Dense(pooling, List.of(), true, List.of());
        }

        @Override
        public ModelKind kind() {
            return ModelKind.DENSE;
        }
    }

    /**
     * One vector a token (ColBERT, Khattab and Zaharia 2020, arXiv:2004.12832).
     *
     * @param queryMarker the token that follows the first special token of a query, or null
     * @param documentMarker the same of a document
     * @param expansion what fills a query up
     * @param queryTokens to which it is filled up, marker and special tokens counted; a longer query stays as it is
     * @param specialTokens whether the vectors of special tokens and markers are compared too
     * @param skipWords tokens of documents that are read but not compared
     * @param projection applied to each token vector; empty where the graph projects
     */
    record LateInteraction(
            @Nullable String queryMarker,
            @Nullable String documentMarker,
            Expansion expansion,
            int queryTokens,
            boolean specialTokens,
            List<String> skipWords,
            List<DenseModule> projection)
            implements Head {
        public LateInteraction {
            skipWords = List.copyOf(skipWords);
            projection = List.copyOf(projection);
            DenseModule.checkChain(projection);
            if (expansion != Expansion.NONE && (queryMarker == null || queryTokens < 1)) {
                throw new ModelException("query_expansion is expected to come with a query_marker, which tells queries"
                        + " from documents, and with query_tokens, and it does not.");
            }
        }

        @Override
        public ModelKind kind() {
            return ModelKind.LATE_INTERACTION;
        }
    }

    /**
     * A weight a word (SPLADE v2, Formal et al. 2021, arXiv:2109.10086). Only where the graph's output is per token; a
     * pooled one holds the weights themselves.
     */
    record Sparse(SparsePooling pooling, SparseActivation activation) implements Head {
        @Override
        public ModelKind kind() {
            return ModelKind.SPARSE;
        }
    }

    /**
     * Scores for a pair.
     *
     * @param labels how many scores
     * @param activation from the graph's numbers to the scores
     */
    record CrossEncoder(int labels, ScoreActivation activation) implements Head {
        public CrossEncoder {
            if (labels < 1 || labels > 1000) {
                throw new ModelException("labels is expected between 1 and 1000, and is " + labels + ".");
            }
        }

        @Override
        public ModelKind kind() {
            return ModelKind.CROSS_ENCODER;
        }
    }
}
