package io.vicinal.evaluation.eval;

import io.vicinal.contracts.search.SearchResult;
import io.vicinal.evaluation.platform.SearchQuery;
import io.vicinal.evaluation.platform.VicinalClient;

/** Timed searches on one collection. */
public record Probe(VicinalClient client, String collection, SearchQuery shape) {

    /** @param ms from sending the request to having the whole answer; reading it is not counted */
    public record Timed(SearchResult result, double ms) {}

    public static Probe on(VicinalClient client, String collection) throws InterruptedException {
        return new Probe(client, collection, SearchQuery.on(client.collectionInfo(collection)));
    }

    public Timed search(String query, String mode, int topK) throws InterruptedException {
        return timed(shape.body(query, mode, topK));
    }

    /** Without late interaction, whether the collection has it or not. */
    public Timed searchWithoutLateInteraction(String query, String mode, int topK) throws InterruptedException {
        return timed(shape.body(query, mode, topK, false));
    }

    private Timed timed(byte[] body) throws InterruptedException {
        long began = System.nanoTime();
        byte[] answer = client.search(collection, body);
        double ms = (System.nanoTime() - began) / 1e6;
        return new Timed(client.searchResult(answer), ms);
    }

    /** Another query of the same words and length, for warming up without filling a cache with the measured ones. */
    public static String likeButOther(String query) {
        StringBuilder other = new StringBuilder();
        for (String word : query.split(" ")) {
            other.insert(0, word + " ");
        }
        return other.append('?').toString();
    }
}
