package dev.plimsoll.analysis.index;

/** Elasticsearch does not answer, or not as it should: trying again later may help. */
public final class ElasticsearchAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ElasticsearchAwayException(String message) {
        super(message);
    }

    public ElasticsearchAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
