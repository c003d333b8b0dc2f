package io.vicinal.retrieval.snapshot;

import java.nio.file.Path;

class FolderStoreTest extends SnapshotStoreContract {
    @Override
    SnapshotStore open(Path folder) {
        return new FolderStore(folder.resolve("store"));
    }
}
