import { InvalidArgumentError } from '@kedge/graph-core';
import type { Model } from '@kedge/layers';
import { applications, type ApplicationFamily } from './application-table.js';
import type { ApplicationOptions } from './options.js';

/*
 * An entry of its own: a page that names a function gets it by a plain import, and bundlers that split code would load every family
 * along with an entry that also imports them one by one.
 */

/** Builds an application; options that it does not take are refused. */
export type Application = (options?: ApplicationOptions & Readonly<Record<string, unknown>>) => Model;

/** The functions of a file, some with options of their own. */
type Family = Readonly<Record<string, (options?: never) => Model>>;

const FAMILIES: Readonly<Record<ApplicationFamily, () => Promise<Family>>> = {
  vgg: () => import('./vgg.js'),
  'res-net': () => import('./res-net.js'),
  'inception-v3': () => import('./inception-v3.js'),
  'inception-res-net-v2': () => import('./inception-res-net-v2.js'),
  xception: () => import('./xception.js'),
  'mobile-net': () => import('./mobile-net.js'),
  'mobile-net-v2': () => import('./mobile-net-v2.js'),
  'mobile-net-v3': () => import('./mobile-net-v3.js'),
  'dense-net': () => import('./dense-net.js'),
  'nas-net': () => import('./nas-net.js'),
  'efficient-net': () => import('./efficient-net.js'),
  'efficient-net-v2': () => import('./efficient-net-v2.js'),
  'conv-next': () => import('./conv-next.js'),
};

/**
 * Loads an application by its name, with its family and no other.
 *
 * @param name As in `applications`, e.g. `inceptionV3`.
 * @throws {InvalidArgumentError} for a name that there is not.
 *
 * @example
 * const resNet50 = await loadApplication('resNet50');
 */
export async function loadApplication(name: string): Promise<Application> {
  const facts = applications.find((application) => application.name === name);
  if (facts === undefined) throw new InvalidArgumentError(`loadApplication: there is no application '${name}'. There are: ${applications.map((known) => known.name).join(', ')}.`);
  const functions = await FAMILIES[facts.family]();
  // Whatever options a function takes, it checks them.
  return functions[name] as Application;
}
