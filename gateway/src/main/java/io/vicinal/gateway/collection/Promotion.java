package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.gateway.collection.VersionLag.Lag;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** When a version may begin to serve: it is behind by little, and has had a moment to show that too. */
public final class Promotion {
    /** While there are writes, there is always something left. */
    private static final Duration CATCH_UP = Duration.ofSeconds(5);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final VersionLag lag;
    private final long mostLeft;

    /** @param mostLeft records by which a version may be behind */
    public Promotion(VersionLag lag, long mostLeft) {
        this.lag = lag;
        this.mostLeft = mostLeft;
    }

    /** @return errors with {@code ProblemException} 409 where it is not ready, saying by how much */
    Mono<Void> ready(Collection version) {
        return lag.of(version)
                .doOnNext(now -> refuseUnless(now, version))
                .flatMap(now -> now.left() == 0 ? Mono.empty() : catchUp(version));
    }

    private Mono<Void> catchUp(Collection version) {
        return Mono.delay(LOOK_AGAIN)
                .then(lag.of(version))
                .repeat()
                .takeUntil(now -> now.left() == 0)
                .take(CATCH_UP)
                .takeLast(1)
                .doOnNext(now -> refuseUnless(now, version))
                .then();
    }

    private void refuseUnless(Lag now, Collection version) {
        if (now.left() > mostLeft) {
            throw notReady("Version " + version.version() + " is " + now.left() + " records behind, more than the "
                    + mostLeft + " that it may be.");
        }
        if (!now.isServing()) {
            throw notReady("Shards of version " + version.version() + " do not answer searches yet.");
        }
    }

    private static ProblemException notReady(String why) {
        return ProblemType.CONFLICT.exception(
                "version",
                why + " GET /v1/collections/{name}/versions shows its progress; ?force=true promotes it as it is.");
    }
}
