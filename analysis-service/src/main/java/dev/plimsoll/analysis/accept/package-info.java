/**
 * Decides which findings somebody has accepted, by which rule and until when, and which of them a
 * VEX statement rules out.
 *
 * <p>Lives here: reading rules from YAML or JSON and VEX statements from OpenVEX and CycloneDX,
 * refusing those that say too little, and the policy that applies both. Does not live here: who may
 * write them and what was decided ({@code decide}), remembering findings ({@code track}) or telling
 * anybody.
 *
 * <p>The words of VEX documents:
 *
 * <table>
 * <caption>Statuses</caption>
 * <tr><th>OpenVEX</th><th>CycloneDX {@code analysis.state}</th><th>means here</th></tr>
 * <tr><td>not_affected</td><td>not_affected, false_positive</td><td>NOT_AFFECTED: the finding is set
 * aside, unless a {@code never} rule speaks of it</td></tr>
 * <tr><td>affected</td><td>exploitable</td><td>AFFECTED: evidence</td></tr>
 * <tr><td>fixed</td><td>resolved, resolved_with_pedigree</td><td>FIXED: evidence; what is installed
 * is seen by the matcher, and a finding it sees is never hidden because somebody says it is
 * fixed</td></tr>
 * <tr><td>under_investigation</td><td>in_triage</td><td>UNDER_INVESTIGATION: evidence</td></tr>
 * </table>
 *
 * <table>
 * <caption>Justifications</caption>
 * <tr><th>OpenVEX, kept as it is</th><th>CycloneDX {@code analysis.justification}</th></tr>
 * <tr><td>component_not_present</td><td>requires_dependency</td></tr>
 * <tr><td>vulnerable_code_not_present</td><td>code_not_present</td></tr>
 * <tr><td>vulnerable_code_not_in_execute_path</td><td>code_not_reachable</td></tr>
 * <tr><td>vulnerable_code_cannot_be_controlled_by_adversary</td><td>requires_configuration,
 * requires_environment</td></tr>
 * <tr><td>inline_mitigations_already_exist</td><td>protected_by_compiler, protected_at_runtime,
 * protected_at_perimeter, protected_by_mitigating_control</td></tr>
 * </table>
 *
 * <p>Of statements about one finding the latest counts, and of two of the same time the one that
 * hides less; what the organisation states (folder, API) comes before what an image says of itself
 * (attestations). A {@code never} rule wins over both: it is there for the day on which somebody's
 * statement is wrong.
 */
@NullMarked
package dev.plimsoll.analysis.accept;

import org.jspecify.annotations.NullMarked;
