package dev.plimsoll.ingest.scan.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A token that can be told by how it is written.
 *
 * @param id of the kind of secret, as reports tell it
 * @param anchor a word that each has, to find it by
 * @param lead how many characters it has before the anchor
 * @param text the whole token; its quantifiers are bounded
 */
record TokenFormat(String id, String anchor, int lead, Pattern text) {

    private static final String WORD = "[A-Za-z0-9]";
    private static final String URL = "[A-Za-z0-9_-]";
    private static final String HEX = "[0-9a-f]";

    static final List<TokenFormat> ALL = all();

    private static List<TokenFormat> all() {
        var all = new ArrayList<TokenFormat>();
        for (var prefix : List.of("AKIA", "ASIA", "ABIA", "ACCA")) {
            add(all, "aws-access-key", prefix, "[A-Z2-7]{16}+");
        }
        add(all, "gcp-api-key", "AIza", URL + "{35}+");
        add(all, "gcp-oauth-secret", "GOCSPX-", URL + "{28}+");
        add(all, "gcp-access-token", "ya29.", URL + "{20,500}+");
        add(all, "azure-storage-key", "AccountKey=", "[A-Za-z0-9+/]{86}+==");
        add(all, "azure-shared-access-key", "SharedAccessKey=", "[A-Za-z0-9+/]{43}+=");
        add(all, "azure-signature", "sig=", "[A-Za-z0-9%+/]{43,80}?(?:=|%3[Dd])");
        all.add(
                new TokenFormat(
                        "azure-client-secret",
                        "Q~",
                        4,
                        Pattern.compile("[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}+")));
        for (var prefix : List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_")) {
            add(all, "github-token", prefix, WORD + "{36,255}+");
        }
        add(all, "github-token", "github_pat_", "[A-Za-z0-9_]{60,255}+");
        for (var prefix :
                List.of("glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-")) {
            add(all, "gitlab-token", prefix, "[A-Za-z0-9_.-]{20,300}+");
        }
        for (var prefix : List.of("xoxb-", "xoxp-", "xoxa-", "xoxs-", "xoxr-", "xoxe-", "xapp-")) {
            add(all, "slack-token", prefix, "[A-Za-z0-9-]{20,250}+");
        }
        add(all, "slack-webhook", "hooks.slack.com/services/", "[A-Za-z0-9/]{30,80}+");
        add(all, "npm-token", "npm_", WORD + "{36}+");
        add(all, "pypi-token", "pypi-AgEI", URL + "{50,1000}+");
        add(all, "rubygems-token", "rubygems_", HEX + "{48}+");
        add(all, "crates-token", "cio", WORD + "{32}+");
        add(all, "nuget-token", "oy2", "[a-z0-9]{43}+");
        for (var mode : List.of("live_", "test_", "prod_")) {
            add(all, "stripe-key", "sk_" + mode, WORD + "{10,250}+");
            add(all, "stripe-key", "rk_" + mode, WORD + "{10,250}+");
        }
        add(all, "stripe-webhook-secret", "whsec_", "[A-Za-z0-9+/=]{24,120}+");
        add(all, "sendgrid-key", "SG.", URL + "{22}+[.]" + URL + "{43}+");
        add(all, "twilio-key", "SK", HEX + "{32}+");
        add(all, "mailgun-key", "key-", HEX + "{32}+");
        for (var prefix : List.of("dop_v1_", "doo_v1_", "dor_v1_")) {
            add(all, "digitalocean-token", prefix, HEX + "{64}+");
        }
        add(all, "docker-hub-token", "dckr_pat_", URL + "{27,64}+");
        add(all, "docker-hub-token", "dckr_oat_", URL + "{27,64}+");
        add(all, "vault-token", "hvs.", URL + "{24,300}+");
        add(all, "vault-token", "hvb.", URL + "{100,300}+");
        all.add(
                new TokenFormat(
                        "terraform-token",
                        ".atlasv1.",
                        14,
                        Pattern.compile(WORD + "{14}[.]atlasv1[.][A-Za-z0-9_=-]{60,70}+")));
        add(all, "anthropic-key", "sk-ant-", URL + "{80,120}+");
        add(all, "openai-key", "sk-proj-", URL + "{40,200}+");
        add(all, "openai-key", "sk-svcacct-", URL + "{40,200}+");
        all.add(
                new TokenFormat(
                        "openai-key",
                        "T3BlbkFJ",
                        23,
                        Pattern.compile("sk-" + WORD + "{20}T3BlbkFJ" + WORD + "{20}+")));
        add(all, "huggingface-token", "hf_", "[A-Za-z]{34}+");
        add(all, "databricks-token", "dapi", HEX + "{32}+");
        for (var prefix : List.of("shpat_", "shpca_", "shppa_", "shpss_")) {
            add(all, "shopify-token", prefix, "[0-9A-Fa-f]{32}+");
        }
        add(all, "linear-key", "lin_api_", WORD + "{40}+");
        add(all, "postman-key", "PMAK-", HEX + "{24}+-" + HEX + "{34}+");
        add(all, "pulumi-token", "pul-", HEX + "{40}+");
        add(all, "grafana-token", "glsa_", WORD + "{32}+_[A-Fa-f0-9]{8}+");
        add(all, "grafana-token", "glc_", "[A-Za-z0-9+/]{32,400}+={0,2}+");
        add(all, "new-relic-key", "NRAK-", "[A-Z0-9]{27}+");
        add(all, "doppler-token", "dp.pt.", WORD + "{43}+");
        add(all, "atlassian-token", "ATATT3", "[A-Za-z0-9_=-]{180,200}+");
        add(all, "artifactory-key", "AKCp", WORD + "{69}+");
        for (var prefix : List.of("squ_", "sqp_", "sqa_")) {
            add(all, "sonarqube-token", prefix, HEX + "{40}+");
        }
        add(all, "sentry-token", "sntrys_", "[A-Za-z0-9+/=_-]{60,400}+");
        add(all, "age-key", "AGE-SECRET-KEY-1", "[A-Z0-9]{58}+");
        add(
                all,
                "jwt",
                "eyJ",
                URL + "{10,4000}+[.]eyJ" + URL + "{10,8000}+[.]" + URL + "{10,2000}+");
        return List.copyOf(all);
    }

    private static void add(List<TokenFormat> all, String id, String prefix, String rest) {
        all.add(new TokenFormat(id, prefix, 0, Pattern.compile(Pattern.quote(prefix) + rest)));
    }
}
