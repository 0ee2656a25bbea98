package dev.plimsoll.analysis.access;

import jakarta.servlet.DispatcherType;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * What each role may ask for; everything else is denied. Which rules an owner may decide about is
 * checked where it is decided ({@code decide}). No session: every request proves who sends it.
 */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    /** Our own stylesheet and nothing else: no script, no frame, no picture from elsewhere. */
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final String[] ANY = {
        Role.READER.name(), Role.OWNER.name(), Role.DECIDER.name()
    };
    private static final String[] WHO_DECIDE = {Role.OWNER.name(), Role.DECIDER.name()};

    /** A bean, or else Spring Boot makes an account of its own and logs its password. */
    @Bean
    AuthenticationManager accounts(AccessProperties properties) {
        var providers = new ArrayList<AuthenticationProvider>();
        providers.add(new Passwords(properties));
        providers.add(new Tokens(properties));
        var oidc = properties.oidc();
        providers.add(oidc == null ? new NobodyElse() : Provider.of(oidc, properties));
        return new ProviderManager(List.copyOf(providers));
    }

    @Bean
    Door door(AccessProperties properties, ApplicationEventPublisher events) {
        return new Door(name -> properties.names().anyMatch(name::equals), events);
    }

    @Bean
    SecurityFilterChain access(HttpSecurity http, AuthenticationManager accounts, Door door) {
        return http.authorizeHttpRequests(
                        requests ->
                                requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                                        .permitAll()
                                        .requestMatchers("/actuator/health", "/actuator/health/**")
                                        .permitAll()
                                        .requestMatchers(HttpMethod.GET)
                                        .hasAnyRole(ANY)
                                        .requestMatchers(HttpMethod.HEAD)
                                        .hasAnyRole(ANY)
                                        .requestMatchers(HttpMethod.POST, "/rules/preview")
                                        .hasAnyRole(ANY)
                                        .requestMatchers(HttpMethod.PUT, "/rules/**")
                                        .hasAnyRole(WHO_DECIDE)
                                        .requestMatchers(HttpMethod.DELETE, "/rules/**")
                                        .hasAnyRole(WHO_DECIDE)
                                        .requestMatchers(HttpMethod.POST, "/vex", "/reviews/**")
                                        .hasAnyRole(WHO_DECIDE)
                                        .anyRequest()
                                        .denyAll())
                .authenticationManager(accounts)
                .httpBasic(basic -> basic.authenticationEntryPoint(door))
                .oauth2ResourceServer(
                        bearer ->
                                bearer.authenticationManagerResolver(_ -> accounts)
                                        .authenticationEntryPoint(door)
                                        .accessDeniedHandler(door))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(door).accessDeniedHandler(door))
                .addFilterBefore(new SameOrigin(), AuthorizationFilter.class)
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable) // SameOrigin does it, without a session
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(
                        headers ->
                                headers.contentSecurityPolicy(
                                                policy -> policy.policyDirectives(POLICY))
                                        // Not "no-referrer": forms would lose their Origin.
                                        .referrerPolicy(
                                                policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                                        .contentTypeOptions(Customizer.withDefaults()))
                .build();
    }

    /** Without a provider, a token that is not in the list is nobody's. */
    private static final class NobodyElse implements AuthenticationProvider {

        @Override
        public Authentication authenticate(Authentication claim) {
            throw new InvalidBearerTokenException("unknown token");
        }

        @Override
        public boolean supports(Class<?> claim) {
            return BearerTokenAuthenticationToken.class.isAssignableFrom(claim);
        }
    }
}
