# The container image: one executable on a slim Debian. The build uses the README's own command, `make release`.

FROM rust:1.95-trixie AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends make nodejs npm \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN make release

FROM debian:trixie-slim
# The certificates are for AWS's endpoints, curl is for the health check.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin baton \
 && install --directory --owner baton --mode 0700 /data
COPY --from=build /src/target/release/baton /usr/local/bin/baton
USER baton
VOLUME /data
ENV BATON_DATA=/data \
    BATON_LISTEN=127.0.0.1:8080
# The console listens on loopback only, so run the container in the host's network: `docker run --network host`.
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["curl", "--fail", "--silent", "--show-error", "http://127.0.0.1:8080/healthz"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["baton"]
CMD ["serve"]
