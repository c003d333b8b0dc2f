package io.vicinal.retrieval.snapshot;

import java.net.URI;
import java.nio.file.Path;

/** Which store a configured location means. */
final class StoreLocation {

    /** @throws IllegalArgumentException with a sentence, for a location that names none */
    static SnapshotStore open(String location, S3Properties s3) {
        if (!location.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")) {
            return new FolderStore(Path.of(location));
        }
        URI uri = URI.create(location);
        return switch (uri.getScheme()) {
            case "file" -> new FolderStore(Path.of(uri));
            case "s3" -> {
                if (uri.getAuthority() == null) {
                    throw new IllegalArgumentException("vicinal.retrieval.snapshots.location " + location
                            + " names no bucket: s3://bucket/prefix");
                }
                yield new S3Store(uri, s3);
            }
            default ->
                throw new IllegalArgumentException("vicinal.retrieval.snapshots.location " + location
                        + " is neither a folder nor s3://bucket/prefix");
        };
    }

    private StoreLocation() {}
}
