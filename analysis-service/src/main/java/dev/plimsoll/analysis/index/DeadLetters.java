package dev.plimsoll.analysis.index;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where records go that cannot be indexed. */
interface DeadLetters {

    /**
     * Returns once the record is safe.
     *
     * @throws RuntimeException if it could not be stored: the batch has to be tried again
     */
    void publish(ConsumerRecord<byte[], byte[]> record, Exception cause);
}
