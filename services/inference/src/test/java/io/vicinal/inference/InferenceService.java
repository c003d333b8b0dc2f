package io.vicinal.inference;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.inference.ClassifyRequest;
import io.vicinal.contracts.inference.InferenceApi;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.service.VicinalService;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The inference service as it runs, with a real broker, between shards in memory and an encoder of words. */
public final class InferenceService implements AutoCloseable {
    public static final Map<String, FieldType> FIELDS = Map.of(
            "label", FieldType.KEYWORD,
            "open", FieldType.BOOLEAN,
            "source", FieldType.KEYWORD,
            "price", FieldType.DOUBLE,
            "note", FieldType.TEXT);
    private static final AtomicInteger NEXT = new AtomicInteger();

    public final Shards shards;
    public final Words words = new Words();
    private final ConfigurableApplicationContext context;

    public InferenceService(String bootstrapServers) {
        this(bootstrapServers, new Shards());
    }

    public InferenceService(String bootstrapServers, Shards shards) {
        this.shards = shards;
        context = new SpringApplicationBuilder(InferenceApplication.class)
                .initializers(application -> {
                    GenericApplicationContext beans = (GenericApplicationContext) application;
                    beans.registerBean(Shards.class, () -> shards);
                    beans.registerBean(Words.class, () -> words);
                })
                .properties(VicinalService.DEFAULTS)
                .properties(
                        "server.port=0",
                        "logging.structured.format.console=",
                        "vicinal.kafka.bootstrap-servers=" + bootstrapServers)
                .run();
        bean(CollectionRegistry.class).awaitLoaded(Duration.ofSeconds(30));
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @SuppressWarnings("unchecked")
    public <T> T bean(String name) {
        return (T) context.getBean(name);
    }

    public InferenceApi api() {
        return bean(InferenceApi.class);
    }

    /** One with the fields above and a name of its own. */
    public Collection collection(int shards) throws Exception {
        return collection(shards, Words.MODEL);
    }

    /** @param model may be one that nobody has */
    public Collection collection(int shards, String model) throws Exception {
        return put(new Collection(
                "c" + NEXT.incrementAndGet(),
                1,
                model,
                Words.DIMENSIONS,
                shards,
                FIELDS,
                new Chunking(128, 0),
                VectorFormat.INT8,
                Instant.parse("2026-01-02T03:04:05Z")));
    }

    /** One whose passages have token vectors. */
    public Collection collectionWithTokens(int shards) throws Exception {
        return put(new Collection(
                "c" + NEXT.incrementAndGet(),
                1,
                Words.MODEL,
                Words.DIMENSIONS,
                shards,
                FIELDS,
                new Chunking(128, 0),
                VectorFormat.INT8,
                true,
                1,
                Collection.DEFAULT_TOKEN_FORMAT,
                Collection.DEFAULT_LANGUAGE,
                Collection.DEFAULT_TITLE_WEIGHT,
                null,
                null,
                Instant.parse("2026-01-02T03:04:05Z")));
    }

    private Collection put(Collection collection) throws Exception {
        bean(CollectionTopics.class).createFixed().get(30, TimeUnit.SECONDS);
        bean(CollectionRegistry.class).put(collection).get(30, TimeUnit.SECONDS);
        return collection;
    }

    /** A document, in the shard that its id says. */
    public void add(Collection collection, String id, String text, String field, Object... values) {
        add(collection, id, text, Map.of(field, Arrays.asList(values)));
    }

    public void add(Collection collection, String id, String text, Map<String, List<Object>> values) {
        int partition = Math.floorMod(id.hashCode(), collection.shards());
        shards.add(new ShardId(collection.name(), collection.version(), partition), id, text, values);
    }

    /** So many texts each of {@code money}, {@code card} and {@code loan}: each says its label and something else. */
    public void addBank(Collection collection, int each) {
        for (String label : new String[] {"money", "card", "loan"}) {
            for (int i = 0; i < each; i++) {
                add(collection, label + i, "my " + label + " " + label + " is w" + i, "label", label);
            }
        }
    }

    public void send(String topic, String key, byte @Nullable [] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(bean(KafkaSettings.class).producer())) {
            producer.send(new ProducerRecord<>(topic, 0, key.getBytes(), value)).get(30, TimeUnit.SECONDS);
        }
    }

    public void sendLearned(String key, Object value) throws Exception {
        send(Topics.CLASSIFIERS, key, Json.mapper().writeValueAsBytes(value));
    }

    /** {@code {"texts": […], "label_field": "label"}}, and {@code more} of JSON with single quotes. */
    public static ClassifyRequest asking(String more, String... texts) {
        String json = "{\"texts\":" + Json.mapper().writeValueAsString(texts) + ",\"label_field\":\"label\""
                + more.replace('\'', '"') + "}";
        return Json.mapper().readValue(json, ClassifyRequest.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
