package cn.huitouke.console;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Gives each request the address of the visitor in whose name a proxy asks, and says whether they came
 * over TLS, before anybody looks at it. A valve and no filter: the server itself has to know of the TLS
 * when it makes the session's cookie.
 */
final class BehindProxies extends ValveBase {

  private static final int HTTPS_PORT = 443;

  private final TrustedProxies proxies;

  BehindProxies(TrustedProxies proxies) {
    super(true);
    this.proxies = proxies;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    String peer = request.getRemoteAddr();
    if (proxies.overTls(peer, lines(request, proxies.schemeHeader()))) {
      request.setSecure(true);
      request.getCoyoteRequest().scheme().setString("https");
      request.getCoyoteRequest().setServerPort(HTTPS_PORT);
    }
    String visitor = proxies.visitor(peer, lines(request, proxies.header()));
    request.setRemoteAddr(visitor);
    request.setRemoteHost(visitor);
    getNext().invoke(request, response);
  }

  private static List<String> lines(Request request, String header) {
    return Collections.list(request.getHeaders(header));
  }
}
