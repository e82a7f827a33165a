# The sandbox, with its demo systems: docker build --tag pluralkit-sandbox . && docker run --publish 8000:8000 pluralkit-sandbox
FROM python:3.13-slim
WORKDIR /src
COPY . .
RUN python -m pip install --no-cache-dir ".[sandbox]"
RUN useradd --system sandbox
USER sandbox
EXPOSE 8000
CMD ["pluralkit-sandbox", "--host", "0.0.0.0", "--port", "8000", "--allow-host", "localhost"]
