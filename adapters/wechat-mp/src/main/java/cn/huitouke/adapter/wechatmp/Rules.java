package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.DatedRules;
import cn.huitouke.channel.RulePack;
import cn.huitouke.channel.Wire;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The platform's rules, and what the account has templates for. */
final class Rules {

  private Rules() {}

  /**
   * @param override the shop's own pack, in place of the one in this jar
   * @throws IllegalArgumentException naming what is wrong in the pack
   */
  static DatedRules of(
      Optional<InputStream> override, WeChatMpAccount account, InstantSource clock) {
    return new DatedRules(
        RulePack.of(Rules.class, WeChatMp.KIND, override, Rules::parse), clock, forms(account));
  }

  private static Map<String, ?> parse(InputStream pack) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(pack);
  }

  private static Map<Wire, Set<String>> forms(WeChatMpAccount account) {
    Map<Wire, Set<String>> forms = new HashMap<>();
    account
        .forms()
        .forEach(
            (name, form) -> forms.computeIfAbsent(form.wire(), _ -> new HashSet<>()).add(name));
    return forms;
  }
}
