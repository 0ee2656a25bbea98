/**
 * Says where a component came from, and so what would remove it: the base image or the image's own
 * layers, and the role it plays there.
 *
 * <p>Lives here: recognising base images by layer digests, roles from package metadata and the
 * dependency closure. Does not live here: whether a component is vulnerable ({@code match}) and
 * whether anybody accepts that ({@code accept}).
 */
@NullMarked
package dev.plimsoll.analysis.classify;

import org.jspecify.annotations.NullMarked;
