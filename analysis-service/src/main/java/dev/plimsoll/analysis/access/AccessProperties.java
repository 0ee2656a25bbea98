package dev.plimsoll.analysis.access;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The one account that may read pages and exports.
 *
 * @param password has no default: a known one would be none
 */
@Validated
@ConfigurationProperties(prefix = "analysis.access", ignoreUnknownFields = false)
record AccessProperties(
        @NotBlank @DefaultValue("reader") String username,
        @NotBlank(message = "must be set: pages and exports are not served without a password")
                String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return "AccessProperties[username=%s]".formatted(username);
    }
}
