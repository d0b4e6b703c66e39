"""What every page shares: security headers, errors, request log, paging, tables out, the shell."""
