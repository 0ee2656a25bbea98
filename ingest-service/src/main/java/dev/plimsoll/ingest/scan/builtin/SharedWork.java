package dev.plimsoll.ingest.scan.builtin;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Results by key: work that is known is not done again, work that is under way is waited for.
 * Failures are not kept.
 */
public final class SharedWork<K, V> {

    private final AsyncCache<K, V> results;

    /**
     * @param maximumWeight of all results together
     */
    public SharedWork(long maximumWeight, Weigher<K, V> weigher) {
        this.results =
                Caffeine.newBuilder()
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .maximumWeight(maximumWeight)
                        .weigher(weigher)
                        .buildAsync();
    }

    /**
     * Throws what the work throws. Another caller's refusal is not ours unless the content itself
     * is to blame: its registry may lack what ours has, so then the work is tried for ourselves.
     */
    public V get(K key, Supplier<V> work) {
        while (true) {
            var own = new AtomicBoolean();
            var result =
                    results.get(
                            key,
                            _ -> {
                                own.set(true);
                                return work.get();
                            });
            try {
                return result.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryUnavailableException("interrupted while waiting for " + key, e);
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case ImageRefusedException refused
                            when !own.get() && !refused.reason().ofContent() -> {
                        // Once more, for ourselves.
                    }
                    case RuntimeException failure -> throw failure;
                    case Error error -> throw error;
                    case null, default -> throw new IllegalStateException(e);
                }
            }
        }
    }
}
