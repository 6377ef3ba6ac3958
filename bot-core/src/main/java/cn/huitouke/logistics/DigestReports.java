package cn.huitouke.logistics;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What became of each morning's digests. Counted a few minutes after nine. */
public interface DigestReports {

  /** A day's report; empty until it was counted. */
  Optional<DigestReport> of(LocalDate day);

  /** The latest reports, newest first. */
  List<DigestReport> latest(int days);
}
