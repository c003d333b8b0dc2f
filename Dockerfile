# One image a service: docker build --build-arg SERVICE=embedding -t vicinal/embedding .
# SERVICE is ingestion, embedding, retrieval, reranking, relevance, inference or gateway.
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN mvn -B -q -ntp -DskipTests package

FROM build AS layers
ARG SERVICE
RUN folder=$([ -d "services/$SERVICE" ] && echo "services/$SERVICE" || echo "$SERVICE") \
    && java -Djarmode=tools -jar "$folder"/target/*-exec.jar extract --layers --destination /layers \
    && mv /layers/application/*-exec.jar /layers/application/application.jar

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 vicinal \
    && useradd --system --uid 10001 --gid vicinal --home-dir /var/lib/vicinal --create-home vicinal
WORKDIR /application
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/spring-boot-loader/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
USER 10001:10001
ENV VICINAL_RETRIEVAL_DATA=/var/lib/vicinal/retrieval \
    DJL_CACHE_DIR=/tmp/djl
VOLUME /var/lib/vicinal
EXPOSE 8080
ENTRYPOINT ["java", "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=50", "-jar", "application.jar"]
