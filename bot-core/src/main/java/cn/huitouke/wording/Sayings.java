package cn.huitouke.wording;

import java.util.Map;
import java.util.Set;

/**
 * The templates that a module uses, as a bean: checked at start, so that a missing template or a
 * misspelt variable stops the start instead of reaching a customer.
 *
 * @param module for the message
 * @param templates template path → every variable that the module supplies (list and section names
 *     too)
 */
public record Sayings(String module, Map<String, Set<String>> templates) {}
