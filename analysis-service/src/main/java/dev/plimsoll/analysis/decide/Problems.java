package dev.plimsoll.analysis.decide;

import dev.plimsoll.analysis.index.ElasticsearchAwayException;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What goes wrong on the way, as problems. */
@RestControllerAdvice(basePackageClasses = Problems.class)
class Problems {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ResponseEntity<Object> bad(Problem.BadRequestException e) {
        return e.problem().answer();
    }

    @ExceptionHandler
    ResponseEntity<Object> kafkaIsAway(KafkaAwayException e, HttpServletRequest request) {
        log.atWarn()
                .addKeyValue("path", request.getRequestURI().replaceAll("[^\\x21-\\x7e]", "?"))
                .setCause(e)
                .log("rules not exchanged with Kafka");
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "kafka-away",
                        "Not sure",
                        "Kafka does not answer, so it is not sure whether this was taken. Repeat it: what was taken already is not taken twice.")
                .answer();
    }

    @ExceptionHandler
    ResponseEntity<Object> elasticsearchIsAway(
            ElasticsearchAwayException e, HttpServletRequest request) {
        log.atWarn()
                .addKeyValue("path", request.getRequestURI().replaceAll("[^\\x21-\\x7e]", "?"))
                .addKeyValue("reason", e.getMessage())
                .log("question not answered");
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "elasticsearch-away",
                        "Elasticsearch does not answer",
                        "Decisions are searched in Elasticsearch, which does not answer now. Rules can be read and changed without it.")
                .answer();
    }
}
