package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.collection.OtherVersion;
import java.util.Comparator;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the versions of a collection are and how far they are. */
public final class VersionDescriptions {
    private final VersionLag lag;
    private final BuildRates rates = new BuildRates();

    /** @param versions in order of their numbers; those on their way out are left out */
    record Page(List<VersionDescription> versions) {}

    public VersionDescriptions(VersionLag lag) {
        this.lag = lag;
    }

    Mono<Page> of(CollectionVersions collection) {
        return Flux.fromIterable(collection.others())
                .filter(OtherVersion::live)
                .concatMap(this::of)
                .concatWith(lag.of(collection.serving())
                        .map(now -> VersionDescription.serving(
                                collection.serving(),
                                now,
                                rates.secondsLeft(
                                        collection.serving(),
                                        now,
                                        collection.serving().createdAt()))))
                .collectSortedList(Comparator.comparingInt(VersionDescription::version))
                .map(Page::new);
    }

    private Mono<VersionDescription> of(OtherVersion other) {
        return lag.of(other.collection())
                .map(now ->
                        VersionDescription.of(other, now, rates.secondsLeft(other.collection(), now, other.since())));
    }

    /** Forgets what it measured of versions that are no more. */
    void keepOnly(List<CollectionVersions> collections) {
        rates.keepOnly(collections.stream()
                .flatMap(collection -> collection.live().stream())
                .toList());
    }
}
