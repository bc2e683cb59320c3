// From km on the map back to degrees: Lambert's azimuthal equal-area projection of WGS84
// (Snyder, Map Projections, USGS 1395, eqs. 3-11, 3-12, 3-18, 24-2 to 24-30).

const A_KM = 6378.137, E2 = 0.00669437999014, E = Math.sqrt(E2);
const rad = Math.PI / 180;

const authalic = (sine) => (1 - E2) * (sine / (1 - E2 * sine * sine) - Math.log((1 - E * sine) / (1 + E * sine)) / (2 * E));

/** Longitude and latitude in degrees of a point in km; `centre` is [longitude, latitude]. */
export const unproject = (x, y, [lon0, lat0]) => {
  const sine0 = Math.sin(lat0 * rad), pole = authalic(1);
  const beta0 = Math.asin(authalic(sine0) / pole), radius = A_KM * Math.sqrt(pole / 2);
  const d = (A_KM * Math.cos(lat0 * rad)) / Math.sqrt(1 - E2 * sine0 * sine0) / (radius * Math.cos(beta0));
  const rho = Math.hypot(x / d, d * y);
  if (rho < 1e-9) return [lon0, lat0];
  const c = 2 * Math.asin(rho / (2 * radius));
  const beta = Math.asin(Math.cos(c) * Math.sin(beta0) + (d * y * Math.sin(c) * Math.cos(beta0)) / rho);
  const lon = Math.atan2(x * Math.sin(c), d * rho * Math.cos(beta0) * Math.cos(c) - d * d * y * Math.sin(beta0) * Math.sin(c));
  const lat = beta + (E2 / 3 + (31 * E2 ** 2) / 180) * Math.sin(2 * beta) + ((23 * E2 ** 2) / 360) * Math.sin(4 * beta);
  return [lon0 + lon / rad, lat / rad];
};
