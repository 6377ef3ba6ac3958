package cn.huitouke.adapter.kdniao;

import cn.huitouke.sandbox.tracking.KdNiaoAccount;
import cn.huitouke.tck.sandbox.JourneyContract;
import java.net.URI;

/** Against the simulated KDNiao, which shares no code with this adapter. */
class SandboxTest extends JourneyContract<KdNiao> {

  @Override
  protected KdNiao source(URI gateway) {
    KdNiaoAccount account = KdNiaoAccount.demo();
    KdNiao source =
        new KdNiao(
            new KdNiaoSettings(
                "shop", account.businessId(), account.appKey(), sandbox.base("/kdniao"), true),
            clock);
    sandbox.kdNiao().pushTo(gateway.resolve(source.hook().path().path()));
    return source;
  }
}
