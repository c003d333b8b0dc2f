package io.vicinal.retrieval.snapshot;

import io.vicinal.retrieval.shard.ArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Snapshots in a bucket of S3, or of a store that speaks like it. Only put, multipart put, get, list and delete are asked
 * of it; what is read is checked by the snapshot's own checksums, so the store needs to know none.
 */
final class S3Store implements SnapshotStore {
    /** Larger files are sent in parts, each tried again on its own. */
    private static final long SINGLE_PUT_BYTES = 32L << 20;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SOCKET = Duration.ofSeconds(30);

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    /** @param location {@code s3://bucket/prefix} */
    S3Store(URI location, S3Properties properties) {
        this.bucket = location.getAuthority();
        String path = location.getPath().replaceAll("^/+|/+$", "");
        this.prefix = path.isEmpty() ? "" : path + "/";
        this.client = client(properties);
    }

    private static S3Client client(S3Properties properties) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SOCKET)
                        .build())
                .region(region(properties))
                .forcePathStyle(properties.pathStyle())
                // checksums in trailers are not known to every store
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (properties.endpoint() == null) {
            builder.crossRegionAccessEnabled(true);
        } else {
            builder.endpointOverride(properties.endpoint());
        }
        return builder.build();
    }

    private static Region region(S3Properties properties) {
        if (properties.region() != null && !properties.region().isBlank()) {
            return Region.of(properties.region());
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkException e) {
            return Region.US_EAST_1; // stores of one's own know no regions; Amazon says where the bucket is
        }
    }

    @Override
    public String location() {
        return "s3://" + bucket + "/" + prefix;
    }

    @Override
    public List<StoredObject> list(String keys) throws ArchiveException {
        return asked(
                "list",
                keys,
                () ->
                        client
                                .listObjectsV2Paginator(
                                        request -> request.bucket(bucket).prefix(prefix + keys))
                                .contents()
                                .stream()
                                .map(object -> new StoredObject(
                                        object.key().substring(prefix.length()), object.size(), object.lastModified()))
                                .toList());
    }

    @Override
    public void put(String key, Path file, Throttle throttle) throws IOException {
        long bytes = Files.size(file);
        FilePart whole = new FilePart(file, 0, bytes);
        if (bytes <= SINGLE_PUT_BYTES) {
            asked(
                    "put",
                    key,
                    () -> client.putObject(request -> request.bucket(bucket).key(prefix + key), whole.body(throttle)));
        } else {
            asked("put", key, () -> {
                MultipartPut.put(client, bucket, prefix + key, whole, throttle);
                return key;
            });
        }
    }

    @Override
    public void put(String key, byte[] bytes) throws ArchiveException {
        asked(
                "put",
                key,
                () -> client.putObject(
                        request -> request.bucket(bucket).key(prefix + key), RequestBody.fromBytes(bytes)));
    }

    @Override
    public InputStream read(String key) throws ArchiveException {
        return asked(
                "get",
                key,
                () -> client.getObject(request -> request.bucket(bucket).key(prefix + key)));
    }

    @Override
    public void delete(String key) throws ArchiveException {
        asked(
                "delete",
                key,
                () -> client.deleteObject(request -> request.bucket(bucket).key(prefix + key)));
    }

    private interface Call<T> {
        T answer();
    }

    private <T> T asked(String what, String key, Call<T> call) throws ArchiveException {
        try {
            return call.answer();
        } catch (SdkException | java.io.UncheckedIOException e) {
            throw new ArchiveException("cannot " + what + " " + location() + key + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
