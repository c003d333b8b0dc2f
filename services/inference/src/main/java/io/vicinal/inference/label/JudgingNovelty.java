package io.vicinal.inference.label;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.inference.NoveltyRequest;
import io.vicinal.contracts.inference.NoveltyResult;
import io.vicinal.contracts.inference.NoveltyResult.Judged;
import io.vicinal.contracts.inference.NoveltyResult.Nearest;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.inference.learn.Learned;
import io.vicinal.inference.learn.Learners;
import io.vicinal.inference.learn.Neighbourhood;
import io.vicinal.inference.learn.Subject;
import io.vicinal.inference.novelty.Novelty;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Tells how strange texts are to a collection's documents, by what was learned of these and those nearest as they are now. */
final class JudgingNovelty {
    private static final String LEARNING =
            "How near the documents are to each other is being learned for the first time; try again in a moment.";

    private final Learners learners;
    private final Neighbourhood neighbourhood;
    private final Texts texts;
    private final Scheduler threads;

    JudgingNovelty(Learners learners, Neighbourhood neighbourhood, Texts texts, Scheduler threads) {
        this.learners = learners;
        this.neighbourhood = neighbourhood;
        this.texts = texts;
        this.threads = threads;
    }

    Mono<NoveltyResult> judge(Collection collection, NoveltyRequest asked) {
        String subject = Objects.requireNonNullElse(asked.field(), Subject.ALL_DOCUMENTS);
        return learners.of(collection, subject).flatMap(found -> {
            Novelty novelty = novelty(found.learned());
            return texts.each(
                            collection,
                            "texts",
                            Objects.requireNonNull(asked.texts()),
                            vectors -> neighbourhood
                                    .of(collection, vectors, asked.field(), Novelty.NEIGHBOURS, asked.filter(), false)
                                    .publishOn(threads)
                                    .map(all -> all.stream()
                                            .map(near -> judged(novelty, near))
                                            .toList()))
                    .map(done -> new NoveltyResult(
                            done.all(),
                            Objects.requireNonNull(Labelling.state(found)),
                            novelty == null
                                    ? Stream.concat(done.warnings().stream(), Stream.of(LEARNING))
                                            .toList()
                                    : done.warnings()));
        });
    }

    private static @Nullable Novelty novelty(@Nullable Learned learned) {
        if (learned == null) {
            return null;
        }
        return learned.documents() != null
                ? learned.documents().novelty()
                : Objects.requireNonNull(learned.classifier()).novelty();
    }

    private static Judged judged(@Nullable Novelty learned, List<Neighbour> near) {
        String unknown = near.isEmpty()
                ? "no_documents"
                : learned == null ? "learning" : learned.canTell() ? null : "too_few_documents";
        Nearest nearest = near.isEmpty()
                ? null
                : new Nearest(
                        Objects.requireNonNull(near.getFirst().documentId()),
                        near.getFirst().similarity());
        if (learned == null || unknown != null) {
            return new Judged(null, null, unknown, nearest);
        }
        double novelty =
                learned.of(near.stream().mapToDouble(Neighbour::similarity).toArray());
        return new Judged(novelty, learned.isNovel(novelty), null, nearest);
    }
}
