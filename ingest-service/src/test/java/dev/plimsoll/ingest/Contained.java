package dev.plimsoll.ingest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of hostile input: they run with a small heap, and fail if anything was written outside the
 * temporary directory, left behind in it, or asked of a host that is not this one. A parameter of
 * type {@link Trap} is a server that must see no connection.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("hostile")
@ExtendWith(Containment.class)
public @interface Contained {}
