package io.vicinal.retrieval.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.retrieval.shard.ArchiveException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3StoreTest extends SnapshotStoreContract {
    private static ObjectStore objects;
    private static int next;

    @BeforeAll
    static void startStore() throws Exception {
        objects = new ObjectStore();
    }

    @AfterAll
    static void stopStore() throws Exception {
        objects.close();
    }

    @Override
    SnapshotStore open(Path folder) {
        return StoreLocation.open(objects.location() + next++, objects.properties());
    }

    @Test
    void aStoreThatIsAwayOrHasNoSuchBucketSaysSo() {
        try (SnapshotStore away = StoreLocation.open(
                "s3://shards/x", new S3Properties(URI.create("http://127.0.0.1:1"), "eu-central-1", true))) {
            assertThatThrownBy(() -> away.list("a/"))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("s3://shards/x");
        }
        try (SnapshotStore unknown = StoreLocation.open("s3://nowhere", objects.properties())) {
            assertThatThrownBy(() -> unknown.put("k", new byte[1]))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("bucket");
        }
    }

    @Test
    void aLocationIsAFolderOrABucket() {
        assertThat(StoreLocation.open("/some/folder", objects.properties()).location())
                .isEqualTo("/some/folder");
        assertThat(StoreLocation.open("file:///some/folder", objects.properties())
                        .location())
                .isEqualTo("/some/folder");
        assertThatThrownBy(() -> StoreLocation.open("gs://bucket", objects.properties()))
                .hasMessageContaining("neither a folder nor s3://bucket/prefix");
        assertThatThrownBy(() -> StoreLocation.open("s3:///prefix", objects.properties()))
                .hasMessageContaining("names no bucket");
    }
}
