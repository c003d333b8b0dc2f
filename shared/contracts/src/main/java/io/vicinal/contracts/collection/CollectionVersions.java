package io.vicinal.contracts.collection;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A collection as it stands in the registry: the version that serves, and beside it those that are built or kept. One
 * record, so that a change of it (a promotion) is there for a reader wholly or not at all.
 *
 * @param serving what its name points at
 * @param newest the highest number that a version ever had: none is given twice, since the consumer group of a number has its
 *     offsets
 * @param others the other versions, in order of their numbers
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CollectionVersions(
        @JsonUnwrapped Collection serving,
        @JsonProperty("newest_version") int newest,
        @JsonProperty("versions") List<OtherVersion> others) {

    public CollectionVersions {
        others = others.stream()
                .sorted(Comparator.comparingInt(OtherVersion::number))
                .toList();
    }

    @JsonCreator
    static CollectionVersions read(
            @JsonUnwrapped Collection serving,
            @JsonProperty("newest_version") @Nullable Integer newest,
            @JsonProperty("versions") @Nullable List<OtherVersion> others) {
        return new CollectionVersions(
                serving,
                Objects.requireNonNullElse(newest, serving.version()),
                Objects.requireNonNullElse(others, List.of()));
    }

    /** Of a collection with one version. */
    public static CollectionVersions of(Collection serving) {
        return new CollectionVersions(serving, serving.version(), List.of());
    }

    public String name() {
        return serving.name();
    }

    /** Those that documents are written to: all but the ones that are being removed. */
    public List<Collection> live() {
        return Stream.concat(
                        Stream.of(serving),
                        others.stream().filter(OtherVersion::live).map(OtherVersion::collection))
                .toList();
    }

    /** A live version by its number. */
    public Optional<Collection> version(int number) {
        return live().stream().filter(version -> version.version() == number).findFirst();
    }

    public Optional<OtherVersion> other(int number) {
        return others.stream().filter(other -> other.number() == number).findFirst();
    }

    /** The one that stopped serving last and is still there. */
    public Optional<OtherVersion> lastRetired() {
        return others.stream()
                .filter(other -> other.state() == VersionState.RETIRED)
                .max(Comparator.comparing(OtherVersion::since));
    }

    /** With a version that begins to be built; fields that it adds are added to all, so that every version takes all documents. */
    public CollectionVersions building(Collection version, Instant now) {
        List<OtherVersion> with = new ArrayList<>(others);
        with.add(new OtherVersion(version.withOnIngest(serving.onIngest()), VersionState.BUILDING, now, null));
        return new CollectionVersions(serving, Math.max(newest, version.version()), with).withFields(version.fields());
    }

    /** With another threshold of relevance in the version that serves. */
    public CollectionVersions withMinRelevance(MinRelevance minRelevance) {
        return new CollectionVersions(serving.withMinRelevance(minRelevance), newest, others);
    }

    /** With something else to infer of new documents in every version, or nothing, so that it is so whichever serves. */
    public CollectionVersions withOnIngest(@Nullable OnIngest onIngest) {
        return ofEach(version -> version.withOnIngest(onIngest));
    }

    private CollectionVersions withFields(Map<String, FieldType> added) {
        return ofEach(version -> version.withFields(added));
    }

    private CollectionVersions ofEach(UnaryOperator<Collection> change) {
        return new CollectionVersions(
                change.apply(serving),
                newest,
                others.stream()
                        .map(other -> new OtherVersion(
                                change.apply(other.collection()), other.state(), other.since(), other.until()))
                        .toList());
    }

    /**
     * With another live version serving, and the one that did retired.
     *
     * @param until when that one is to be removed
     */
    public CollectionVersions promoted(int number, Instant now, Instant until) {
        Collection next = version(number).orElseThrow();
        List<OtherVersion> rest = new ArrayList<>(without(other -> other.number() == number));
        rest.add(new OtherVersion(serving, VersionState.RETIRED, now, until));
        return new CollectionVersions(next, newest, rest);
    }

    /** With a version on its way out: no longer live, its topic still there. */
    public CollectionVersions removing(int number, Instant now) {
        return mapping(other -> other.number() == number && other.live()
                ? new OtherVersion(other.collection(), VersionState.REMOVING, now, null)
                : other);
    }

    /** With the retired versions whose time is over on their way out. */
    public CollectionVersions expired(Instant now) {
        return mapping(other -> other.state() == VersionState.RETIRED
                        && other.until() != null
                        && !other.until().isAfter(now)
                ? new OtherVersion(other.collection(), VersionState.REMOVING, now, null)
                : other);
    }

    /** Without a version whose topic is gone. */
    public CollectionVersions removed(int number) {
        return new CollectionVersions(
                serving, newest, without(other -> other.number() == number && other.state() == VersionState.REMOVING));
    }

    private List<OtherVersion> without(Predicate<OtherVersion> gone) {
        return others.stream().filter(gone.negate()).toList();
    }

    private CollectionVersions mapping(UnaryOperator<OtherVersion> change) {
        return new CollectionVersions(
                serving, newest, others.stream().map(change).toList());
    }
}
