// Runs beside an installed application, as its module hooks: reports the address of every module that it imports.
let port;

export function initialize(data) {
  port = data.port;
}

export function load(url, context, nextLoad) {
  port.postMessage(url);
  return nextLoad(url, context);
}
