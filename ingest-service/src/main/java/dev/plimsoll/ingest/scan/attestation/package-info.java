/**
 * What others say of an image, beside it in its registry: VEX statements as in-toto attestations
 * (DSSE envelopes, sigstore bundles), or as plain OpenVEX artifacts.
 *
 * <p>Lives here: where they are looked for (the referrers API or the tag in its place, cosign's
 * {@code .att} tag), which of them count, and whose signature they have. Does not live here: what
 * the statements mean (the analysis service).
 *
 * <p>Whoever may push to a repository may put anything beside its images. So an attestation counts
 * only if its own words name the image's digest, and {@code signedBy} is set only if a configured
 * public key verifies it; certificates and transparency logs are not looked at. Everything has a
 * cap, and nothing here ever fails a scan: what went wrong is told in the scan's stages.
 */
@NullMarked
package dev.plimsoll.ingest.scan.attestation;

import org.jspecify.annotations.NullMarked;
