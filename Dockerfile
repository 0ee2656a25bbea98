# One service: docker build --build-arg SERVICE=ingest-service .
# Plain Dockerfile syntax only, so that every builder of the last years takes it, also without BuildKit.

FROM eclipse-temurin:25-jdk AS build
WORKDIR /source
ENV SERVICES="-pl ingest-service,analysis-service,notify-service -am" \
    PACKAGE="package -Dmaven.test.skip=true -Dmdep.skip=true -Dspotless.check.skip=true"

# The libraries get a layer of their own: with contracts but no code the build only downloads. What it misses comes later.
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY schemas schemas
COPY embedded/pom.xml embedded/
COPY ingest-service/pom.xml ingest-service/
COPY analysis-service/pom.xml analysis-service/
COPY notify-service/pom.xml notify-service/
COPY command/pom.xml command/
COPY launcher/pom.xml launcher/
COPY bench/pom.xml bench/
RUN ./mvnw -B -q --fail-never $SERVICES $PACKAGE -Dspring-boot.repackage.skip=true

# All services at once: the three images share this stage.
COPY . .
RUN ./mvnw -B -q $SERVICES $PACKAGE

FROM build AS layers
ARG SERVICE
RUN cp "$SERVICE/target/$SERVICE.jar" service.jar \
    && java -Djarmode=tools -jar service.jar extract --layers --destination /layers

FROM eclipse-temurin:25-jre
# State that outlives the container, owned by the user of the service; a volume put here takes the owner over.
RUN mkdir -p /var/lib/plimsoll && chown 10001:10001 /var/lib/plimsoll
COPY deploy/compose/healthy /usr/local/bin/healthy
WORKDIR /app
# What changes least comes first.
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/spring-boot-loader/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
USER 10001:10001
ENV SERVER_ADDRESS=0.0.0.0 SERVER_PORT=8080
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=180s --retries=6 CMD ["healthy"]
# The rest of the memory is for RocksDB, threads and buffers. More options: JDK_JAVA_OPTIONS. Configuration: /app/config/application.yaml.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=55", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "service.jar"]
