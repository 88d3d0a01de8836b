// `dev` is the same in every stage that asks for tokens.

export { develop, DEVELOPMENT_SECRET } from '05-private/development';
