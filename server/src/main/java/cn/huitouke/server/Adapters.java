package cn.huitouke.server;

import cn.huitouke.adapter.kdniao.KdNiao;
import cn.huitouke.adapter.kdniao.KdNiaoSettings;
import cn.huitouke.adapter.kuaidi100.Kuaidi100;
import cn.huitouke.adapter.kuaidi100.Kuaidi100Settings;
import cn.huitouke.adapter.kuaidi100.QueryLock;
import cn.huitouke.adapter.kuaidi100.RedisQueryLock;
import cn.huitouke.adapter.onebot.OneBot;
import cn.huitouke.adapter.onebot.OneBotAccount;
import cn.huitouke.adapter.qqbot.QqBot;
import cn.huitouke.adapter.qqbot.QqBotAccount;
import cn.huitouke.adapter.wechatmp.WeChatMp;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount;
import cn.huitouke.adapter.wecom.WeCom;
import cn.huitouke.adapter.wecom.WeComAccount;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import redis.clients.jedis.UnifiedJedis;

/** Makes the adapters, each with the shop's own rule pack, if it keeps one. */
@Component
class Adapters {

  private static final Path RULES = Path.of("config", "platform-rules");

  private final InstantSource clock;
  private final Optional<UnifiedJedis> redis;

  Adapters(InstantSource clock, ObjectProvider<UnifiedJedis> redis) {
    this.clock = clock;
    this.redis = Optional.ofNullable(redis.getIfAvailable());
  }

  WeChatMp weChat(WeChatMpAccount account) {
    return ruled(WeChatMp.KIND, own -> new WeChatMp(account, clock, redis, own));
  }

  WeCom weCom(WeComAccount account) {
    return ruled(WeCom.KIND, own -> new WeCom(account, clock, own));
  }

  QqBot qqBot(QqBotAccount account) {
    return ruled(QqBot.KIND, own -> new QqBot(account, clock, own));
  }

  OneBot oneBot(OneBotAccount account) {
    return ruled(OneBot.KIND, own -> new OneBot(account, clock, own));
  }

  Kuaidi100 kuaidi100(Kuaidi100Settings account) {
    QueryLock lock =
        redis
            .<QueryLock>map(shared -> new RedisQueryLock(shared, clock))
            .orElseGet(() -> QueryLock.inMemory(clock));
    return new Kuaidi100(account, clock, lock);
  }

  KdNiao kdNiao(KdNiaoSettings account) {
    return new KdNiao(account, clock);
  }

  private static <C> C ruled(String kind, Function<Optional<InputStream>, C> channel) {
    Path pack = RULES.resolve(kind + ".yml");
    if (Files.notExists(pack)) {
      return channel.apply(Optional.empty());
    }
    try (InputStream rules = Files.newInputStream(pack)) {
      return channel.apply(Optional.of(rules));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
