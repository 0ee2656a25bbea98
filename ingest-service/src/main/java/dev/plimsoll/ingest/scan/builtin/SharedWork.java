package dev.plimsoll.ingest.scan.builtin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Results by key: work that is known is not done again, work that is under way is waited for.
 * Failures are not kept.
 */
public final class SharedWork<K, V> {

    private final Cache<K, V> results;
    private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

    /**
     * @param maximumWeight of all results together
     */
    public SharedWork(long maximumWeight, Weigher<K, V> weigher) {
        this.results = Caffeine.newBuilder().maximumWeight(maximumWeight).weigher(weigher).build();
    }

    /**
     * Does the work on the calling thread, unless it is known or somebody else is at it. Throws
     * what the work throws. Another caller's refusal is not ours unless the content itself is to
     * blame: its repository may lack what ours has, so then the work is tried for ourselves.
     */
    public V get(K key, Supplier<V> work) {
        while (true) {
            var known = results.getIfPresent(key);
            if (known != null) {
                return known;
            }
            var mine = new CompletableFuture<V>();
            var others = underWay.putIfAbsent(key, mine);
            if (others == null) {
                return doWork(key, work, mine);
            }
            var result = await(key, others);
            if (result != null) {
                return result;
            }
        }
    }

    private V doWork(K key, Supplier<V> work, CompletableFuture<V> promise) {
        try {
            // It may have become known between the look at the results and the promise.
            var known = results.getIfPresent(key);
            var result = known != null ? known : work.get();
            results.put(key, result);
            promise.complete(result);
            return result;
        } catch (RuntimeException | Error e) {
            promise.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(key, promise);
        }
    }

    /**
     * @return null if it is worth trying for ourselves
     */
    private @Nullable V await(K key, CompletableFuture<V> others) {
        try {
            return others.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while waiting for " + key, e);
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case ImageRefusedException refused when !refused.reason().ofContent() -> null;
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            };
        }
    }
}
