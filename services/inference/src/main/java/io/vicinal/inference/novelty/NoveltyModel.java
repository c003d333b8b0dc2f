package io.vicinal.inference.novelty;

/**
 * What documents are like, whatever fields they have.
 *
 * @param format of this record; another is not read
 * @param dimensions of vectors; 0 where there was nothing to learn from
 * @param documents that it learned from
 * @param seen documents in all
 */
public record NoveltyModel(int format, int dimensions, int documents, long seen, Novelty novelty) {
    public static final int FORMAT = 1;

    /** Whether it is of this form, and nothing in it is missing: what was read may be anything. */
    public boolean hasAllParts() {
        return format == FORMAT && novelty != null && novelty.neighbours() > 0 && novelty.quantiles() != null;
    }
}
